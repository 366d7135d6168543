/** The consumer kit: what an institution with a case system of its own needs. See docs/consumer-kit.md. */
export type { KafkaLogin, KafkaSettings } from '../client';
export { AccessRefused } from '../access-refused';
export { kafkajsPort } from '../port';
export type { KafkaPort } from '../port';
export { makeLog } from '../../telemetry/log';
export { answers } from './answers';
export { openFileMemory } from './file-memory';
export type { FileMemory } from './file-memory';
export { memoryInProcess } from './memory';
export type { EventMemory, Mark } from './memory';
export type { DataOf, Notice, NoticeType } from './notices';
export { startOffice } from './office';
export type { Office } from './office';
export type { Context, Gap, Handlers, OfficePlan, Parked } from './plan';
