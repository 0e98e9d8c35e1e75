import { join } from 'node:path';
import { until } from './machine.ts';

/**
 * Has qemu write what its graphics card shows, as the end of the file's name says.
 * @param folder the machine's, with screen.sock in it.
 */
export const takePicture = async (folder: string, file: `${string}.${'png' | 'ppm'}`) => {
  const format = file.endsWith('.png') ? 'png' : 'ppm';
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
    await order('screendump', { filename: file, format }, 'picture');
  } finally {
    socket.end();
  }
};

/** Red, green and blue of each point, one byte each. */
export type Picture = { readonly width: number; readonly height: number; readonly rgb: Uint8Array };

/** Reads a PPM of 8 bits (P6). @throws Error where it is none, or cut short. */
export const readPpm = (file: Uint8Array): Picture => {
  const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/u.exec(Buffer.from(file.subarray(0, 64)).toString());
  const [all = '', width = 0, height = 0] = head ?? [];
  const rgb = file.subarray(all.length);
  if (head === null || rgb.length !== Number(width) * Number(height) * 3)
    throw new Error(`no whole PPM: ${file.length} bytes`);
  return { width: Number(width), height: Number(height), rgb };
};

export const pictureOf = async (folder: string): Promise<Picture> => {
  const file = `${folder}/screen.ppm` as const;
  await takePicture(folder, file);
  return readPpm(await Bun.file(file).bytes());
};
