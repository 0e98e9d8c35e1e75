import { expect, test } from 'bun:test';
import { createAlarms } from '../../../src/core/ingest/status.ts';

test('SEC-4: what a leaf sent makes no line of its own in the log of the core', () => {
  const said: string[] = [];
  const alarm = createAlarms({
    ...{ tenants: { open: async () => null }, now: () => 0, say: (line) => said.push(line) },
    failed: (error) => {
      throw error;
    },
  });
  alarm({ venueId: 'v1', kind: 'failed', error: 'bad "a\r\nALARM fork of venue v2\u001b[2J"' });
  expect(said).toEqual(['ALARM failed of venue v1: bad "a ALARM fork of venue v2 [2J"']);
});
