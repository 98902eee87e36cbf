import { allGenerated } from './generated-pages.ts';
import { writeFiles } from './generated-file.ts';

// Writes every generated file of the project: configuration, errors, limits, metrics, room table, alerts for Kubernetes.
for (const path of writeFiles(await allGenerated())) console.log(`wrote ${path}`);
