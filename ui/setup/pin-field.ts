import type { Signal } from '../html.ts';
import { html } from '../html.ts';
import { laterText } from '../later-text.ts';
import { isWeak } from '../operators/pin.ts';
import { TextField } from '../parts/form.ts';
import { text } from '../text.ts';
import { isPin } from './model.ts';

/** A new PIN, or the same once more; what is wrong with it stands below. */
export const PinField = ({
  pin,
  again,
  which,
}: {
  pin: Signal<string>;
  again: Signal<string>;
  which: 'pin' | 'again';
}) => {
  const short = pin.value.length > 0 && !isPin(pin.value) && pin.value.length >= 6;
  const differ = again.value.length === 6 && again.value !== pin.value;
  const choice = short ? laterText.setup.pinShort : isWeak(pin.value) ? text.operators.weak : '';
  const error = which === 'pin' ? choice : differ ? laterText.setup.pinMismatch : '';
  return html`<${TextField}
    value=${which === 'pin' ? pin : again}
    label=${which === 'pin' ? laterText.setup.pin : laterText.setup.pinAgain}
    type="password"
    inputMode="numeric"
    maxLength=${6}
    autoComplete="new-password"
    error=${error || undefined}
  />`;
};
