import { expect, test } from 'bun:test';
import { wifiWords } from '../../ui/parts/qr.ts';

test('ACC-5: the code that joins the Wi-Fi holds any name and password', () => {
  expect(wifiWords({ ssid: 'Guests', password: 'royal' })).toBe('WIFI:T:WPA;S:Guests;P:royal;;');
  expect(wifiWords({ ssid: 'A;B"C', password: 'a\\b:c,d' })).toBe(
    'WIFI:T:WPA;S:A\\;B\\"C;P:a\\\\b\\:c\\,d;;',
  );
  expect(wifiWords({ ssid: 'Open', password: '' })).toBe('WIFI:T:nopass;S:Open;;');
});
