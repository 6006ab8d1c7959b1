import { describeFaceEdit } from '../../../../test/fixtures/face-suite';
import { edit } from './edit';

describeFaceEdit({ edit, amount: 'strength', look: {} });
