/** What the processes of the chaos run are told, as JSON on their command line. */

/** The lines at which a relay may die: before and after each thing that it asks of the world. */
export const failpoints = ['claim', 'claimed', 'publish', 'published', 'mark', 'marked'] as const;
export type Failpoint = (typeof failpoints)[number];

export interface RelayPlan {
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  /** Where this one kills itself, at the `turn`-th time that it gets there with rows in hand. */
  readonly dieAt?: { readonly failpoint: Failpoint; readonly turn: number };
}

export interface OfficePlan {
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  readonly institutionId: string;
}

export const planOf = <T>(): T => JSON.parse(process.argv[2] ?? '') as T;
