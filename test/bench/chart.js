export const growthChart = () => '';
