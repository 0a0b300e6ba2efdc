// Tags that every created resource carries, so that a sweep finds what a lost state forgot.

export function installationTags(installation: string): Record<string, string> {
  return { 'practicum:installation': installation };
}
