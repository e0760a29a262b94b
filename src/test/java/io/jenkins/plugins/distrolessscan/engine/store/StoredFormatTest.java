package io.jenkins.plugins.distrolessscan.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** {@code samples.txt} beside the samples names the commit whose program wrote each; no test writes them anew. */
class StoredFormatTest {
    @Test
    void samplesOfTheFirstFormatSayWhatTheyAre() throws IOException {
        for (String name : new String[] {"report-format-1.json.gz", "facts-format-1.json.gz"}) {
            assertThat(StoredFormat.of(new GZIPInputStream(sample(name)))).hasValue(1);
        }
    }

    @Test
    void factsOfAnotherVersionAreToldFromDamagedOnes() throws IOException {
        assertThat(CollectedScan.FORMAT).isNotEqualTo(1);
        try (InputStream in = sample("facts-format-1.json.gz")) {
            byte[] facts = in.readAllBytes();
            assertThatThrownBy(() -> FactsFile.read(facts))
                    .isInstanceOf(ScanException.class)
                    .hasMessageContaining("written by another version")
                    .hasMessageContaining("format 1");
        }
    }

    @Test
    void whatIsNoStoredFormatHasNone() throws IOException {
        for (String text : new String[] {"[]", "{}", "{\"format\":\"1\"}", "{\"report\":{},\"format\":2}"}) {
            assertThat(StoredFormat.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))))
                    .isEmpty();
        }
        assertThatThrownBy(() -> StoredFormat.of(new ByteArrayInputStream(new byte[] {'x'})))
                .isInstanceOf(IOException.class);
    }

    private static InputStream sample(String name) {
        return StoredFormatTest.class.getResourceAsStream(name);
    }
}
