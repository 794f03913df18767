export interface EventContent {
  /** The same for the same event, however often it is sent, so that a receiver can drop a second one. */
  readonly id: string;
  readonly subject: string;
  /** When it happened, UTC. */
  readonly time: string;
  readonly data: object;
}

/**
 * A CloudEvents 1.0 event in the structured mode of its JSON format.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
 */
export function cloudEvent({ id, subject, time, data }: EventContent): string {
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: 'urn:prepay:audit',
    type: 'example.prepay.drift.v1',
    subject,
    time,
    datacontenttype: 'application/json',
    data,
  });
}

export const cloudEventType = 'application/cloudevents+json; charset=utf-8';
