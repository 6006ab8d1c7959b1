import { describeEdit } from '../../../../test/fixtures/edit-suite';
import { edit } from './edit';

const looks = {
  blue: { color: '#5f87a8', strength: 0.8 },
  honey: { color: '#a27a45', strength: 0.7 },
  ringed: { color: '#8d979c', strength: 0.8, ring: 0.6 },
} as const;

describeEdit({ edit, folder: import.meta.dirname, looks });
