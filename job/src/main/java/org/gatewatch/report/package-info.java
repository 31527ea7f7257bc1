/** How findings and the ledger are written and shown: OCSF, the ledger, the closing table. */
@NullMarked
package org.gatewatch.report;

import org.jspecify.annotations.NullMarked;
