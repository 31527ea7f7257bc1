package org.gatewatch.judge;

import org.gatewatch.baseline.Peers;

/** What judging tells beside its findings, so that its promises can be checked afterwards. */
public interface Journal {
  /** Tells nobody. */
  Journal NONE =
      new Journal() {
        @Override
        public void tested(long dayOfLog, int signal, double surprise) {}

        @Override
        public void settled(SettledDay day) {}
      };

  /**
   * A signal was tested on a window of a credential.
   *
   * @param dayOfLog which day of the log, from 0
   * @param signal index in {@link org.gatewatch.detect.Signals#all}
   * @param surprise {@code -ln p}, calibrated by window
   */
  void tested(long dayOfLog, int signal, double surprise);

  /**
   * The log ended: what is known of a credential that a finding spoke of, in order of their ids.
   *
   * @param group name of its peer group
   */
  default void known(CredentialRow row, String group, Peers peers) {}

  /** A credential's day is settled; days in order, credentials of a day in order of their ids. */
  void settled(SettledDay day);
}
