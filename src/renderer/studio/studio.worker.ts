import '../zod';
import { serve } from '@shared/contract/rpc';
import { isHandover, studioContract } from './contract';
import { EngineLink } from './engine-link';
import { portOf } from './ports';
import { Studio } from './studio';

const engine = new EngineLink();
const studio = new Studio(engine, (frame) => requestAnimationFrame(frame));

serve(studioContract, portOf(self), studio.handlers);

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isHandover(data)) return;
  if (data.handover === 'canvas') studio.attach(data.canvas);
  else {
    engine.connect(portOf(data.port));
    data.port.start();
  }
});
