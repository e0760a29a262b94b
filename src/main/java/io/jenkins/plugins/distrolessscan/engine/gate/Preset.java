package io.jenkins.plugins.distrolessscan.engine.gate;

import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A threshold file that comes with this program. Each of its lines can be replaced by a file or a parameter. */
public enum Preset {
    DEVELOPMENT,
    STAGING,
    PRODUCTION;

    /** The word that people write. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The file's text, comments and all. */
    public String text() {
        try (InputStream file = Preset.class.getResourceAsStream("preset-" + word() + ".yaml")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it asks for. */
    public ThresholdFile file() throws ScanException {
        return ThresholdFile.read(text(), "The preset " + word());
    }

    /**
     * @param word as {@link #word()}
     * @throws ScanException CONFIGURATION that names all presets
     */
    public static Preset of(String word) throws ScanException {
        for (Preset preset : values()) {
            if (preset.word().equals(word.strip())) {
                return preset;
            }
        }
        throw new ScanException(
                ScanException.Kind.CONFIGURATION,
                "There is no preset " + PlainText.bounded(word, 100, c -> "?") + "; choose one of "
                        + Arrays.stream(values()).map(Preset::word).collect(Collectors.joining(", ")) + ".");
    }
}
