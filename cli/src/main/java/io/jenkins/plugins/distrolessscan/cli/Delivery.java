package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.io.PrintWriter;

/** Results on standard output: a writer of the JDK keeps quiet about what it could not write. */
final class Delivery {
    private Delivery() {}

    /** @throws ScanException CONFIGURATION when the text did not get there */
    static void print(PrintWriter out, String text) throws ScanException {
        out.print(text);
        out.flush();
        if (out.checkError() || System.out.checkError()) {
            throw new ScanException(
                    ScanException.Kind.CONFIGURATION,
                    "Standard output cannot be written: it is closed, or what it leads to is full.");
        }
    }
}
