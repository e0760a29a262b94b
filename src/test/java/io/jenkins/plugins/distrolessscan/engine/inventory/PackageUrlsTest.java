package io.jenkins.plugins.distrolessscan.engine.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

class PackageUrlsTest {
    /** {@code purl-build.json} holds the build cases of the package URL specification's own test suite (MIT licence). */
    @Test
    void theSpecificationsOwnCasesHold() throws Exception {
        try (InputStream cases = PackageUrlsTest.class.getResourceAsStream("purl-build.json")) {
            SoftAssertions all = new SoftAssertions();
            for (JsonNode wanted : new ObjectMapper().readTree(cases)) {
                Map<String, String> qualifiers = new TreeMap<>();
                wanted.path("qualifiers")
                        .fields()
                        .forEachRemaining(
                                q -> qualifiers.put(q.getKey(), q.getValue().asText()));
                String url = PackageUrls.of(
                        wanted.path("type").asText(),
                        wanted.path("namespace").asText(),
                        wanted.path("name").asText(),
                        wanted.path("version").asText(),
                        qualifiers);
                all.assertThat(url).isEqualTo(wanted.path("purl").asText());
            }
            all.assertAll();
        }
    }

    @Test
    void anEpochsColonStaysAndAPlusIsEncoded() {
        assertThat(PackageUrls.of("deb", "debian", "vim-tiny", "2:9.0.1378-2+deb12u2", Map.of("arch", "amd64")))
                .isEqualTo("pkg:deb/debian/vim-tiny@2:9.0.1378-2%2Bdeb12u2?arch=amd64");
        assertThat(PackageUrls.of("deb", "debian", "libstdc++6", "1~bpo+1", Map.of("upstream", "gcc-12@1:2+x")))
                .isEqualTo("pkg:deb/debian/libstdc%2B%2B6@1~bpo%2B1?upstream=gcc-12%401:2%2Bx");
        assertThat(PackageUrls.of("generic", "", "a%3A", "1", Map.of())).isEqualTo("pkg:generic/a%253A@1");
    }

    @Test
    void aGoModuleKeepsTheCaseThatItsDatabaseKnowsItBy() {
        assertThat(PackageUrls.of("golang", "github.com/BurntSushi", "toml", "v1.3.2", Map.of()))
                .isEqualTo("pkg:golang/github.com/BurntSushi/toml@v1.3.2");
    }

    @Test
    void whatCanBeNoPackageUrlIsNone() {
        assertThat(PackageUrls.of("deb", "debian", "", "1", Map.of())).isEmpty();
        assertThat(PackageUrls.of("no type", "", "x", "1", Map.of())).isEmpty();
    }
}
