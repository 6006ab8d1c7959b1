import { describeEdit } from '../../../../test/fixtures/edit-suite';
import { edit } from './edit';

const looks = {
  oblong: { shape: 'oblong', color: '#d4647a', strength: 0.5 },
  round: { shape: 'round', color: '#e8907a', strength: 0.5 },
  lifted: { shape: 'lifted', color: '#b64a63', strength: 0.5 },
  draped: { shape: 'draped', color: '#d4647a', strength: 0.5 },
  sunkissed: { shape: 'sunkissed', color: '#c25f45', strength: 0.6 },
  'three-tones': {
    shape: 'lifted',
    color: '#e07a6a',
    strength: 0.4,
    outerColor: '#c25f45',
    outerStrength: 0.4,
    appleColor: '#e58aa0',
    appleStrength: 0.4,
  },
} as const;

describeEdit({ edit, folder: import.meta.dirname, looks });
