import '../zod';
import { serve } from '@shared/contract/rpc';
import { isHandover, studioContract } from './contract';
import { EngineLink } from './engine-link';
import { portOf } from './ports';
import { Studio } from './studio';
import { Turns } from './turns';

const engine = new EngineLink();
const turns = new Turns();
const studio = new Studio(
  engine,
  (frame) => requestAnimationFrame(frame),
  (work) => turns.take(work),
);

serve(studioContract, portOf(self), studio.handlers);

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isHandover(data)) return;
  if (data.handover === 'canvas') studio.attach(data.canvas);
  else {
    engine.connect(portOf(data.port));
    data.port.start();
  }
});
