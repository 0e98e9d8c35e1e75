export const phoneLink = {
  title: 'Players’ phones',
  lead: 'Clock, seats and payouts on every phone: point the camera at the code.',
  code: 'QR code of the players’ page',
  wifi: (name: string) => `Wi-Fi ${name}`,
  wifiLead: 'First join the guests’ Wi-Fi, then open the page.',
  wifiCode: 'QR code that joins the Wi-Fi',
  wifiPassword: 'Password',
  copy: 'Copy the address',
  copied: 'Copied',
  copyByHand: 'Copy it by hand: the address is selected.',
  open: 'Open the page',
} as const;
