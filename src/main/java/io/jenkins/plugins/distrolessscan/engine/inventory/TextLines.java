package io.jenkins.plugins.distrolessscan.engine.inventory;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** The lines of a text, one at a time. Only a line feed ends one; a carriage return before it is dropped. */
record TextLines(String text) implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return new Iterator<>() {
            private int at;

            @Override
            public boolean hasNext() {
                return at < text.length();
            }

            @Override
            public String next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                int feed = text.indexOf('\n', at);
                int end = feed < 0 ? text.length() : feed;
                String line = text.substring(at, end > at && text.charAt(end - 1) == '\r' ? end - 1 : end);
                at = end + 1;
                return line;
            }
        };
    }
}
