import { join } from 'node:path';
import { until } from './machine.ts';

/**
 * Has qemu write what its graphics card shows as a PNG.
 * @param folder the machine's, with screen.sock in it.
 */
export const takePicture = async (folder: string, file: string): Promise<void> => {
  let said = '';
  const socket = await Bun.connect({
    unix: join(folder, 'screen.sock'),
    socket: {
      data: (_, bytes) => {
        said += bytes.toString();
      },
    },
  });
  const order = async (execute: string, values: object, id: string): Promise<void> => {
    socket.write(`${JSON.stringify({ execute, arguments: values, id })}\n`);
    await until(`qemu's answer to ${execute}`, async () => said.includes(`"id": "${id}"`), 30_000);
    if (said.includes('"error"')) throw new Error(`qemu: ${said}`);
  };
  try {
    await order('qmp_capabilities', {}, 'first');
    await order('screendump', { filename: file, format: 'png' }, 'picture');
  } finally {
    socket.end();
  }
};
