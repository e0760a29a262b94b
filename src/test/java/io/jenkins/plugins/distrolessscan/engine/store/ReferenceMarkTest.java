package io.jenkins.plugins.distrolessscan.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceMarkTest {
    private static final String SCOPE = "0123456789abcdef";

    @TempDir
    private Path folder;

    @Test
    void theLastScanOfItsScopeIsNamed() throws IOException {
        assertThat(ReferenceMark.read(folder, SCOPE)).isEmpty();
        ReferenceMark.write(folder, SCOPE, "shop");
        ReferenceMark.write(folder, SCOPE, "shop-2");
        assertThat(ReferenceMark.read(folder, SCOPE)).hasValue("shop-2");
        assertThat(ReferenceMark.read(folder, "abc")).isEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files).as("nothing is left beside it").hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../../secret", "a\u0000b", "a\nb", "\ufffd\u202e"})
    void aDamagedMarkNamesNothing(String scan) throws IOException {
        Files.writeString(folder.resolve(SCOPE + ".passed"), scan);
        assertThat(ReferenceMark.read(folder, SCOPE)).isEmpty();
    }

    @Test
    void aLongMarkAndAScopeThatIsNoneNameNothing() throws IOException {
        Files.writeString(folder.resolve(SCOPE + ".passed"), "x".repeat(100_000));
        assertThat(ReferenceMark.read(folder, SCOPE)).isEmpty();
        assertThat(ReferenceMark.read(folder, "")).isEmpty();
        assertThat(ReferenceMark.read(folder, "../" + SCOPE)).isEmpty();
    }
}
