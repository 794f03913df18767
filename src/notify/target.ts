/** Where a notification goes; the address and the key come from the environment or the configuration, and are not told of. */
export type Target = SlackTarget | WebhookTarget;

interface Addressed {
  /** As messages name it: never the address, which may be a secret. */
  readonly name: string;
  readonly url: string;
  readonly on: 'regression' | 'always';
}

interface SlackTarget extends Addressed {
  readonly type: 'slack';
}

interface WebhookTarget extends Addressed {
  readonly type: 'webhook';
  readonly secret: Uint8Array;
}

/** What is sent: the body, and the headers that belong to it. */
export interface Message {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}
