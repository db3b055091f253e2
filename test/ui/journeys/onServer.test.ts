// In one window, one after another: those to whom traffic comes, each from a server of its own.
import './onServer/views';
import './onServer/live';
import './onServer/alerts';
import './onServer/sql';
import './onServer/budgets';
