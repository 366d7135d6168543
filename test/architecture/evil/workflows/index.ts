export { first } from './chain/first';
