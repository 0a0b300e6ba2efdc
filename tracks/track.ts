// The closed list of tracks.

/** In the order in which work is handed on: what builders and translators make, the others use, question or fund. */
export const trackNames = ['builders', 'translators', 'consumers', 'governors', 'leaders', 'specialists'] as const;

export type TrackName = (typeof trackNames)[number];
