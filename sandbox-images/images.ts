// The sandbox images and the order in which they are built.

/**
 * `base` is a reference that a registry knows or the name of an image further up; it becomes the build argument BASE, and a
 * builder may give the same image by digest or from a mirror instead. `folder` lies beside this file and is the build context.
 */
export const SANDBOX_IMAGES = [
  { name: 'practicum/base', folder: 'base', base: 'debian:bookworm-slim', arguments: { LEARNER_UID: '10001' } },
] as const;
