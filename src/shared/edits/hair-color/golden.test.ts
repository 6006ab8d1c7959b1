import { describeEdit } from '../../../../test/fixtures/edit-suite';
import { edit } from './edit';

describeEdit({
  edit,
  folder: import.meta.dirname,
  // No hair shows under his hat.
  without: ['bruce'],
  looks: {
    copper: { color: '#b0622f', strength: 0.8 },
    platinum: { color: '#d9c9a8', strength: 1 },
    black: { color: '#1f1b1a', strength: 0.9 },
    teal: { color: '#1f7a7d', strength: 0.9 },
    violet: { color: '#6a4595', strength: 0.8 },
  },
});
