import { join } from 'node:path';

/** What is kept between builds, the images themselves, and the disks of the machines that boot them. */
export const CACHE = join(import.meta.dir, '../../.cache/image');
