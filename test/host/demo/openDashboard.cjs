const vscode = require('vscode');

// The product never opens unasked; whoever runs `npm start` has asked.
exports.activate = () => vscode.commands.executeCommand('mockforgeAnalytics.openDashboard');
