import { describeEdit } from '../../../../test/fixtures/edit-suite';
import { edit } from './edit';

const looks = {
  natural: { color: '#33231d', upper: 0.8, thickness: 0.25, wing: 0.2, softness: 0.15 },
  cat: { color: '#171314', upper: 0.95, thickness: 0.6, wing: 0.85, softness: 0.03 },
  smudged: { color: '#33231d', upper: 0.8, lower: 0.5, thickness: 0.55, wing: 0.15, softness: 0.6 },
} as const;

describeEdit({ edit, folder: import.meta.dirname, looks, without: ['bruce'] });
