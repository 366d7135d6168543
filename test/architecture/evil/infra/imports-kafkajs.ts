import { Kafka } from 'kafkajs';

export const driver = Kafka;
