import { describeShape } from '../../../../test/fixtures/shape-suite';
import { edit } from './edit';

describeShape(edit);
