// The name of a track as a heading shows it.

export function trackLabel(track: string): string {
  return track.charAt(0).toUpperCase() + track.slice(1);
}
