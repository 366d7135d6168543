type Step = 'asked' | 'answered';

export function label(step: Step): string {
  switch (step) {
    case 'asked':
      return 'A';
  }
  return '';
}
