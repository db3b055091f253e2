/** Folders of what tools made or fetched: no file of the user's is searched there. */
export const madeFolders = '**/{node_modules,.git,dist,out,build,target,vendor}/**';
