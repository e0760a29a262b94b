package io.jenkins.plugins.distrolessscan.engine.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Text on its way to a file, as UTF-8; nothing of it is held. */
final class TextOut {
    private final Appendable out;

    TextOut(Appendable out) {
        this.out = out;
    }

    /**
     * Writes a text to a stream, which stays open.
     *
     * @throws IOException when the stream does
     */
    static void write(OutputStream stream, Consumer<TextOut> text) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
        try {
            text.accept(new TextOut(writer));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        writer.flush();
    }

    TextOut append(CharSequence text) {
        try {
            out.append(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    TextOut append(char c) {
        try {
            out.append(c);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }
}
