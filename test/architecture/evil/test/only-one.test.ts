it.only('runs alone', () => {
  expect(true).toBe(true);
});
