import type { RowWrite, Table } from '../../kernel/room.ts';

/** Beside the log: who an operator is (role and state follow from the events), and stored pictures. */
export const TABLES: readonly Table[] = [
  {
    name: 'operators',
    kind: 'private',
    key: ['id'],
    columns: {
      id: 'text',
      name: 'text',
      /** The name as it is compared when signing in. */
      nameKey: 'text',
      /** How the PIN was hashed: `argon2id$m=…,t=…,p=…`. */
      pinParams: 'text',
      pinSalt: 'text',
      /** HMAC over the hash, with a pepper that is not in this file. */
      pinMac: 'text',
      createdAt: 'integer',
    },
    indexes: [['nameKey']],
  },
  {
    name: 'media',
    kind: 'private',
    key: ['id'],
    columns: {
      id: 'text',
      /** As its own bytes say: `image/png`, `image/jpeg`, `image/webp`. */
      type: 'text',
      /** Its bytes in base64. */
      content: 'text',
      createdAt: 'integer',
    },
  },
];

/** Nothing of a venue is asked for in lists: its state is small and always at hand. */
export const project = (): readonly RowWrite[] => [];
