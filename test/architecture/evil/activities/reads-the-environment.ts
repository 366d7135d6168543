export const host = (): string | undefined => process.env['HOST'];
