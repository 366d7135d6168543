const { env } = process;

export const host = env['HOST'];
