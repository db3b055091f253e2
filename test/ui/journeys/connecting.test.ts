// In one window, one after another: those who connect to a server that may be none, or wants something, or is one of many.
// The walkthrough of the first is ticked for all that follow.
import './connecting/sample';
import './connecting/token';
import './connecting/server';
import './connecting/hostileServer';
import './connecting/verify';
import './connecting/credentials';
import './connecting/backfill';
import './connecting/targets';
