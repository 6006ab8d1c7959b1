import { describeFaceEdit } from '../../../../test/fixtures/face-suite';
import { edit } from './edit';

describeFaceEdit({
  edit,
  amount: 'strength',
  look: {},
  faces: ['kal'],
  spared: ['upper-lip', 'lower-lip', 'skin', 'nose', 'hair'],
});
