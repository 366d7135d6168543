import { testLaws } from './house-laws';

testLaws(5_000, 20261128);
