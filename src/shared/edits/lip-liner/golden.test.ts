import { describeEdit } from '../../../../test/fixtures/edit-suite';
import { edit } from './edit';

describeEdit({
  edit,
  folder: import.meta.dirname,
  looks: {
    natural: { color: '#8a3540', strength: 0.7 },
    bold: { color: '#5a2e2a', strength: 0.9, thickness: 0.9, smoothness: 0.8 },
  },
});
