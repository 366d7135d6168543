/** What goes to a topic and comes from one, without a word of the client library. */

export interface OutgoingRecord {
  readonly topic: string;
  /** The case id: order holds within one key. */
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

export interface IncomingRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer | null;
}
