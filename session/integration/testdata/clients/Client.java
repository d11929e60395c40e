import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;

// Asks for each URL twice with HttpURLConnection, one after the other.
class Client {
	public static void main(String[] args) throws Exception {
		for (String url : args) {
			get(url);
			get(url);
		}
	}

	static void get(String url) throws Exception {
		try {
			HttpURLConnection c = (HttpURLConnection) new URL(url).openConnection();
			c.setReadTimeout(3000);
			try (InputStream in = c.getResponseCode() < 400 ? c.getInputStream() : c.getErrorStream()) {
				if (in != null) {
					in.readAllBytes();
				}
			}
		} catch (Exception e) {
			System.out.println(url + ": " + e);
		}
		Thread.sleep(20);
	}
}
