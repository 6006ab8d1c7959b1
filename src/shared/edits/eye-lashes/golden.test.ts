import { describeEdit } from '../../../../test/fixtures/edit-suite';
import { edit } from './edit';

const looks = {
  natural: { upper: 0.8, length: 0.35, density: 0.45, curl: 0.4 },
  doll: { upper: 0.85, lower: 0.55, length: 0.55, density: 0.6, curl: 0.8 },
  volume: { upper: 1, lower: 0.4, length: 0.7, density: 0.9, curl: 0.6 },
} as const;

describeEdit({ edit, folder: import.meta.dirname, looks, without: ['bruce'] });
