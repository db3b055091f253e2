// In one window, one after another: those to whom traffic comes, each from a server of its own. The last ones choose the
// documents that define its API, which stay chosen.
import './onServer/views';
import './onServer/live';
import './onServer/alerts';
import './onServer/sql';
import './onServer/budgets';
import './onServer/definitions';
import './onServer/coverage';
