import java.net.URL;

class Client {
	public static void main(String[] args) throws Exception {
		try {
			new URL(args[0]).openConnection().getInputStream().readAllBytes();
			System.out.println("complete");
		} catch (Exception e) {
			System.out.println("error: " + e);
		}
	}
}
