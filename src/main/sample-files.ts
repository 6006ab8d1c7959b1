/**
 * Portraits out of npm development packages (MIT), below node_modules: light, medium and dark skin, women and men,
 * glasses, a beard, freckles, a smile with teeth, one face and four. Something to try the editor on from a clone;
 * no part of the packaged program.
 */
export const sampleFiles = [
  'soft-ui-dashboard/assets/img/marie.jpg',
  'soft-ui-dashboard/assets/img/kal-visuals-square.jpg',
  'soft-ui-dashboard/assets/img/ivana-square.jpg',
  'soft-ui-dashboard/assets/img/team-3.jpg',
  'soft-ui-dashboard/assets/img/team-1.jpg',
  'soft-ui-dashboard/assets/img/bruce-mars.jpg',
  'paper-kit-2/assets/img/faces/erik-lucatero-2.jpg',
  '@vladmandic/face-api/demo/sample6.jpg',
] as const;
