import { freePorts } from './ports';

/** The ports of all engines. Those that nobody chose are drawn at random. */
export interface EnginePorts {
  readonly postgres: number;
  readonly temporal: number;
  readonly temporalMetrics: number;
  /** Undefined: no web console. */
  readonly temporalUi: number | undefined;
  readonly kafka: number;
  readonly kafkaController: number;
}

/** Fills the ports that are not given with free ones; tests get no web console. */
export async function planPorts(
  given: Partial<EnginePorts>,
  headless: boolean,
): Promise<EnginePorts> {
  const [postgres, temporal, temporalMetrics, temporalUi, kafka, kafkaController] =
    (await freePorts(6)) as [number, number, number, number, number, number];
  return {
    postgres,
    temporal,
    temporalMetrics,
    temporalUi: headless ? undefined : temporalUi,
    kafka,
    kafkaController,
    ...given,
  };
}
