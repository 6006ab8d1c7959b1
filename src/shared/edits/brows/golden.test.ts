import { describeEdit } from '../../../../test/fixtures/edit-suite';
import { edit } from './edit';

const looks = {
  arched: { arch: 0.6, thickness: 0.3, definition: 0.4, color: '#4a3628', strength: 0.5 },
  color: { color: '#7d4227', strength: 0.8 },
  straight: { arch: -0.9, tilt: -0.2, thickness: 0.15 },
  thin: { thickness: -0.75, arch: 0.2 },
  full: { thickness: 0.6, definition: 0.4 },
  moved: { lift: 0.6, length: 0.5, distance: -0.5 },
} as const;

// Bruce's brows are seen through his glasses.
describeEdit({ edit, folder: import.meta.dirname, looks, without: ['bruce'] });
