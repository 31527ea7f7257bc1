package org.gatewatch.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentFamilyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aster-python/1.4.0 | aster-python",
        "aster-python/2.0.0rc1 (linux; x86_64) | aster-python",
        "python-requests/2.32.3 | python-requests",
        "AWS-CLI/2.15.0 md/Botocore#1.34 | aws-cli",
        "curl/8.4.0 | curl",
        "PostmanRuntime/7.4.0 | postmanruntime",
        "Boto3 | boto3",
        "Mozilla/5.0 (X11; Linux aarch64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"
            + " Safari/537.36 | chrome on linux",
        "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0"
            + " | edge on windows",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/17.0 Safari/605.1 | safari on macos",
        "Mozilla/5.0 (Android 14; Mobile; rv:120.0) Gecko/120.0 Firefox/120.0 | firefox on android",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html) | googlebot",
        "/// | ///",
        "'  ' | blank"
      })
  void namesTheProductWithoutItsVersion(String agent, String family) {
    assertEquals(family, AgentFamily.of(agent));
  }
}
